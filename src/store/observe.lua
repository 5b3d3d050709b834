-- Remembers the messages of a chunk and returns what is known of their senders. Repeating it changes nothing.
-- KEYS[1] the number's base
-- ARGV nowSeconds, ttlSeconds, keptSeconds, maxMessages, activeBucket, wantActive (1|0), then pairs: sender id, packed messages
-- returns { brake|false, active senders, then per sender: state, entry|false }; the layout is sender-codec.ts'
local base = KEYS[1]
local now, ttl, kept, max = tonumber(ARGV[1]), ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local HEADER, RECORD = 12, 17
local sub, find, unpack4 = string.sub, string.find, struct.unpack

local function knows(body, id)
  local from = 1
  while true do
    local at = find(body, id, from, true)
    if not at then return false end
    if (at - 1) % RECORD == 0 then return true end
    from = at + 1
  end
end

local active_key = base .. ':active:' .. ARGV[5]
local ids = {}
for i = 7, #ARGV, 2 do ids[#ids + 1] = ARGV[i] end
redis.call('PFADD', active_key, unpack(ids))
redis.call('EXPIRE', active_key, 1200)
local active = 0
if ARGV[6] == '1' then
  local bucket = tonumber(ARGV[5])
  active = redis.call('PFCOUNT', active_key, base .. ':active:' .. (bucket - 1), base .. ':active:' .. (bucket - 2))
end

local out = { redis.call('GET', base .. ':brake'), active }
for i = 7, #ARGV, 2 do
  local key, messages = base .. ':s:' .. ARGV[i], ARGV[i + 1]
  local value = redis.call('GET', key)
  local total, first, floor, body = 0, 0, 0, ''
  if value then
    total, first, floor = unpack4('>I4I4I4', value)
    body = sub(value, HEADER + 1)
  end
  local added, fresh = {}, {}
  for p = 1, #messages, 16 do
    local id = sub(messages, p, p + 7)
    if not fresh[id] and not knows(body, id) then
      local at = unpack4('>I4', messages, p + 8)
      if at >= floor then
        fresh[id] = true
        added[#added + 1] = sub(messages, p, p + 15) .. '\0'
        if total == 0 then first = at end
        total = total + 1
      end
    end
  end
  if #added > 0 then
    local from = 1
    while from <= #body and unpack4('>I4', body, from + 8) < now - kept do from = from + RECORD end
    body = sub(body, from) .. table.concat(added)
    local surplus = #body / RECORD - max
    for n = 0, surplus - 1 do floor = math.max(floor, (unpack4('>I4', body, n * RECORD + 9))) end
    if surplus > 0 then body = sub(body, surplus * RECORD + 1) end
    value = struct.pack('>I4I4I4', total, first, floor) .. body
    redis.call('SET', key, value, 'EX', ttl)
  end
  out[#out + 1] = value or false
  out[#out + 1] = redis.call('GET', base .. ':e:' .. ARGV[i])
end
return out
