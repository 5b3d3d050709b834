-- Entries whose next action is due, earliest first. KEYS[1] the number's base · ARGV now ms, limit · returns raw entries
local base = KEYS[1]
local out = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', base .. ':open', '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])) do
  local value = redis.call('GET', base .. ':e:' .. id)
  if value then out[#out + 1] = value else redis.call('ZREM', base .. ':open', id) end
end
return out
