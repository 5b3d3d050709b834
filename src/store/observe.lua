-- Remembers the messages of a chunk, counts the new ones for the whole number, and returns what is known. Repeating it changes nothing.
-- KEYS[1] the number's base
-- ARGV nowSeconds, ttlSeconds, keptSeconds, maxRecords, activeBucket, wantActive (1|0), seconds wanted around each message (0 = none),
--      hours wanted before it (0 = none), number of senders, pairs of theirs: id, packed messages;
--      then what is compared with messages of others, see campaigns.lua, in the chunk's order
-- returns { brake|false, active senders, hour counting began|false, { slice, bytes|false … }, { day, bytes|false … },
--      { cluster ids of each compared message … }, { cluster … },
--      then per sender: state, entry|false }; the layout is sender-codec.ts', number-codec.ts' and cluster-codec.ts'
local base = KEYS[1]
local now, ttl, kept, max = tonumber(ARGV[1]), ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local HEADER, RECORD, TEXT, VALUES = 12, 17, 64, 128
local SLICE, HOUR, DAY, DAYS_KEPT = 600, 3600, 86400, 9 * 86400
-- Who wrote so often since so long is part of no campaign: core/trust.ts.
local REGULAR_MESSAGES, REGULAR_FOR = 20, 7 * 86400
local FIRST = 10
local compared = FIRST + 2 * tonumber(ARGV[9])
local unpack4 = struct.unpack

-- Where a message stands in a sender's state.
local function place_of(state, id)
  local from = HEADER + 1
  while true do
    local at = find(state, id, from, true)
    if not at then return nil end
    if (at - HEADER - 1) % RECORD == 0 and byte(state, at + 16) < VALUES then return at end
    from = at + 1
  end
end

-- Leaves out records from the front, values with their message; returns where the rest begins, how many are still to go, and the
-- youngest message left out.
local function make_room(records, from, surplus, floor_at)
  local start = from
  while from <= #records and (surplus > 0 or (from > start and byte(records, from + 16) >= VALUES)) do
    if byte(records, from + 16) < VALUES then floor_at = math.max(floor_at, (unpack4('>I4', records, from + 8))) end
    from, surplus = from + RECORD, surplus - 1
  end
  return from, surplus, floor_at
end

-- Counters of this chunk: second or hour → { messages, texts, newcomers }.
local seconds, hours, counted = {}, {}, false
local function count(tallies, place, text, newcomer)
  local tally = tallies[place]
  if not tally then
    tally = { 0, 0, 0 }
    tallies[place] = tally
  end
  tally[1], tally[2], tally[3] = tally[1] + 1, tally[2] + text, tally[3] + newcomer
end

-- What is to be told of the whole number: the slices and days around each message's own time.
local reach, hours_back = tonumber(ARGV[7]), tonumber(ARGV[8])
local wanted_slices, wanted_days = { list = {} }, { list = {} }
local function want(places, from, to)
  for place = floor(from), floor(to) do
    if not places[place] then
      places[place] = true
      places.list[#places.list + 1] = place
    end
  end
end
local function want_around(at)
  if reach > 0 then want(wanted_slices, (at - reach + 1) / SLICE, (at + reach - 1) / SLICE) end
  if hours_back > 0 then want(wanted_days, (at - hours_back * HOUR) / DAY, at / DAY) end
end

local active_key = base .. ':active:' .. ARGV[5]
local ids = {}
for i = FIRST, compared - 1, 2 do ids[#ids + 1] = ARGV[i] end
redis.call('PFADD', active_key, unpack(ids))
redis.call('EXPIRE', active_key, 1200)
local active = 0
if ARGV[6] == '1' then
  local bucket = tonumber(ARGV[5])
  active = redis.call('PFCOUNT', active_key, base .. ':active:' .. (bucket - 1), base .. ':active:' .. (bucket - 2))
end

local senders, counts_in_campaigns = {}, {}
for i = FIRST, compared - 1, 2 do
  local key, messages = base .. ':s:' .. ARGV[i], ARGV[i + 1]
  local value = redis.call('GET', key)
  local known = value or string.rep('\0', HEADER)
  local total, first, floor_at = unpack4('>I4I4I4', known)
  local added, fresh, taken = {}, {}, false
  for p = 1, #messages, RECORD do
    local mark = byte(messages, p + 16)
    -- A message's values come right after it and are kept only with it.
    if mark < VALUES then
      local id, at = sub(messages, p, p + 7), unpack4('>I4', messages, p + 8)
      local place = place_of(known, id)
      taken = not place and not fresh[id] and at >= floor_at
      if place then
        want_around((unpack4('>I4', known, place + 8)))
      elseif taken then
        want_around(at)
        fresh[id] = true
        local text, newcomer = mark >= TEXT and 1 or 0, total == 0 and 1 or 0
        if total == 0 then first = at end
        if total < REGULAR_MESSAGES or at - first < REGULAR_FOR then
          counts_in_campaigns[struct.pack('>I2', (i - FIRST) / 2 + 1) .. id] = true
        end
        total = total + 1
        counted = true
        if at >= now - kept then
          count(seconds, at, text, newcomer)
          count(hours, floor(at / HOUR), text, newcomer)
        end
      end
    end
    if taken then added[#added + 1] = sub(messages, p, p + 16) end
  end
  if #added > 0 then
    local from = HEADER + 1
    while from <= #known and (byte(known, from + 16) >= VALUES or unpack4('>I4', known, from + 8) < now - kept) do
      from = from + RECORD
    end
    local news, news_from = table.concat(added), 1
    local surplus = (#known - from + 1 + #news) / RECORD - max
    from, surplus, floor_at = make_room(known, from, surplus, floor_at)
    news_from, surplus, floor_at = make_room(news, 1, surplus, floor_at)
    value = struct.pack('>I4I4I4', total, first, floor_at) .. sub(known, from) .. sub(news, news_from)
    redis.call('SET', key, value, 'EX', ttl)
  end
  senders[#senders + 1] = value or false
  senders[#senders + 1] = redis.call('GET', base .. ':e:' .. ARGV[i])
end

if counted then redis.call('SETNX', base .. ':since', floor(now / HOUR)) end
local touched = {}
for at, tally in pairs(seconds) do
  local slice = floor(at / SLICE)
  local key, place = base .. ':sec:' .. string.format('%d', slice), (at - slice * SLICE) * 3
  redis.call('BITFIELD', key, 'OVERFLOW', 'SAT', 'INCRBY', 'u16', '#' .. place, tally[1],
    'INCRBY', 'u16', '#' .. (place + 1), tally[2], 'INCRBY', 'u16', '#' .. (place + 2), tally[3])
  touched[key] = (slice + 1) * SLICE + kept - now
end
for hour, tally in pairs(hours) do
  local day = floor(hour / 24)
  local key, place = base .. ':hours:' .. string.format('%d', day), (hour - day * 24) * 2
  redis.call('BITFIELD', key, 'OVERFLOW', 'SAT', 'INCRBY', 'u32', '#' .. place, tally[1],
    'INCRBY', 'u32', '#' .. (place + 1), tally[3])
  touched[key] = (day + 1) * DAY + DAYS_KEPT - now
end
for key, seconds_left in pairs(touched) do redis.call('EXPIRE', key, seconds_left) end

local found, cluster_values = {}, {}
if compared <= #ARGV then
  local packed = {}
  for i = compared, #ARGV do packed[#packed + 1] = ARGV[i] end
  found, cluster_values = new_clusters(base, now)(packed, counts_in_campaigns)
end

local function told(prefix, places)
  local pairs_of = {}
  for _, place in ipairs(places) do
    pairs_of[#pairs_of + 1] = place
    pairs_of[#pairs_of + 1] = redis.call('GET', base .. prefix .. string.format('%d', place))
  end
  return pairs_of
end
local out = {
  redis.call('GET', base .. ':brake'),
  active,
  hours_back > 0 and redis.call('GET', base .. ':since'),
  told(':sec:', wanted_slices.list),
  told(':hours:', wanted_days.list),
  found,
  cluster_values,
}
for _, value in ipairs(senders) do out[#out + 1] = value end
return out
