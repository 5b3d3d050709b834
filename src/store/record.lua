-- Writes the decisions of a chunk at once, or nothing: decided-marks, ledger entries, brake, audit, counters of the day, plain allows.
-- KEYS[1] the number's base
-- ARGV brake JSON ('' = unchanged), brake revision expected, audit maximum, number of audit lines, the lines,
--      day (yyyymmdd), seconds its counters are kept, number of counters, pairs field and amount,
--      number of campaigns made known, the ids of their clusters,
--      number of allows, and with any: how many are kept, for how many seconds, hour (yyyymmddhh), its minute, seconds the hour is kept, the allows by line,
--      number of warnings, and with any: how many may wait, then each as JSON,
--      then per sender: id, packed marks, entry JSON ('' = unchanged), revision expected, score, ttl ms ('' = keep)
-- returns 1, or 0 when a message is decided already, a campaign was made known meanwhile or a revision moved (observe again and decide again)
local base = KEYS[1]
local sub, find, byte = string.sub, string.find, string.byte
local HEADER, RECORD, DECIDED, VALUES = 12, 17, 16, 128

local function revision(key)
  local value = redis.call('GET', key)
  return value and string.match(value, '^(%d+)|') or '0'
end

local function position(value, id)
  local from = HEADER + 1
  while true do
    local at = find(value, id, from, true)
    if not at then return nil end
    if (at - HEADER - 1) % RECORD == 0 and byte(value, at + 16) < VALUES then return at end
    from = at + 1
  end
end

if ARGV[1] ~= '' and revision(base .. ':brake') ~= ARGV[2] then return 0 end
local lines = tonumber(ARGV[4])
local counters = 5 + lines
local told = counters + 3 + 2 * tonumber(ARGV[counters + 2])
local allows = told + 1 + tonumber(ARGV[told])
local allowed = tonumber(ARGV[allows])
local warnings = allowed == 0 and allows + 1 or allows + 7
local warned = tonumber(ARGV[warnings])
local first = warned == 0 and warnings + 1 or warnings + 2 + warned
local writes = {}
for i = first, #ARGV, 6 do
  local id, marks = ARGV[i], ARGV[i + 1]
  if ARGV[i + 2] ~= '' and revision(base .. ':e:' .. id) ~= ARGV[i + 3] then return 0 end
  local key = base .. ':s:' .. id
  local value = #marks > 0 and redis.call('GET', key)
  if value then
    for p = 1, #marks, 9 do
      local at = position(value, sub(marks, p, p + 7))
      if at then
        -- What kind of message it is stands in the higher bits.
        local kind = byte(value, at + 16)
        if kind % DECIDED ~= 0 then return 0 end
        writes[#writes + 1] = { key, at + 15, string.char(kind + byte(marks, p + 8)) }
      end
    end
  end
end

-- :alike holds clusters by place, campaigns.lua says how; byte 18 tells whether one was made known.
local PLACES, TOLD = 4096, 18
local told_clusters = {}
for n = told + 1, allows - 1 do
  local id = tonumber(ARGV[n])
  local cluster = redis.call('HGET', base .. ':alike', id % PLACES)
  if cluster and struct.unpack('>I4', cluster) == id then
    if byte(cluster, TOLD) ~= 0 then return 0 end
    told_clusters[id % PLACES] = sub(cluster, 1, TOLD - 1) .. '\1' .. sub(cluster, TOLD + 1)
  end
end

for place, cluster in pairs(told_clusters) do redis.call('HSET', base .. ':alike', place, cluster) end
for _, w in ipairs(writes) do redis.call('SETRANGE', w[1], w[2], w[3]) end
if ARGV[1] ~= '' then redis.call('SET', base .. ':brake', ARGV[1], 'EX', 86400) end
for i = first, #ARGV, 6 do
  if ARGV[i + 2] ~= '' then
    local id, key = ARGV[i], base .. ':e:' .. ARGV[i]
    if ARGV[i + 5] == '' then
      redis.call('SET', key, ARGV[i + 2])
      redis.call('ZADD', base .. ':open', ARGV[i + 4], id)
    else
      redis.call('SET', key, ARGV[i + 2], 'PX', ARGV[i + 5])
      redis.call('ZREM', base .. ':open', id)
    end
  end
end
for n = 5, counters - 1 do redis.call('XADD', base .. ':audit', 'MAXLEN', '~', ARGV[3], '*', 'd', ARGV[n]) end
if told > counters + 3 then
  local stats = base .. ':stats:' .. ARGV[counters]
  for n = counters + 3, told - 1, 2 do redis.call('HINCRBY', stats, ARGV[n], ARGV[n + 1]) end
  redis.call('EXPIRE', stats, ARGV[counters + 1])
end
if warned > 0 then
  local queue, max = base .. ':warnings', tonumber(ARGV[warnings + 1])
  for n = warnings + 2, first - 1 do redis.call('RPUSH', queue, ARGV[n]) end
  local over = redis.call('LLEN', queue) - max
  if over > 0 then
    redis.call('LTRIM', queue, over, -1)
    redis.call('HINCRBY', base .. ':stats:' .. ARGV[counters], 'warning.unsent', over)
    redis.call('EXPIRE', base .. ':stats:' .. ARGV[counters], ARGV[counters + 1])
  end
end
if allowed > 0 then
  local ring, minutes = base .. ':allows', base .. ':minutes:' .. ARGV[allows + 3]
  local list = {}
  for one in string.gmatch(ARGV[allows + 6], '[^\n]+') do list[#list + 1] = one end
  -- Lua takes only so many arguments at once.
  for n = 1, #list, 1000 do redis.call('RPUSH', ring, unpack(list, n, math.min(n + 999, #list))) end
  redis.call('LTRIM', ring, -ARGV[allows + 1], -1)
  redis.call('EXPIRE', ring, ARGV[allows + 2])
  redis.call('HINCRBY', minutes, ARGV[allows + 4], allowed)
  redis.call('EXPIRE', minutes, ARGV[allows + 5])
end
return 1
