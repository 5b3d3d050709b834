-- Writes ledger entries whose revision is still the expected one. The blocker's writes also prove that it still holds the lease.
-- KEYS[1] the number's base
-- ARGV lease token ('' = none needed), audit maximum, then per entry: id, JSON, revision expected, score, ttl ms ('' = keep), audit line ('' = none)
-- returns false when the lease is lost, else one 1|0 an entry
local base = KEYS[1]
if ARGV[1] ~= '' and redis.call('GET', base .. ':lease') ~= ARGV[1] then return false end
local out = {}
for i = 3, #ARGV, 6 do
  local id, key = ARGV[i], base .. ':e:' .. ARGV[i]
  local value = redis.call('GET', key)
  local revision = value and string.match(value, '^(%d+)|') or '0'
  if revision == ARGV[i + 2] then
    if ARGV[i + 4] == '' then
      redis.call('SET', key, ARGV[i + 1])
      redis.call('ZADD', base .. ':open', ARGV[i + 3], id)
    else
      redis.call('SET', key, ARGV[i + 1], 'PX', ARGV[i + 4])
      redis.call('ZREM', base .. ':open', id)
    end
    if ARGV[i + 5] ~= '' then redis.call('XADD', base .. ':audit', 'MAXLEN', '~', ARGV[2], '*', 'd', ARGV[i + 5]) end
    out[#out + 1] = 1
  else
    out[#out + 1] = 0
  end
end
return out
