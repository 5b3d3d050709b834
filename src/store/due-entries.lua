-- Entries whose next action is due. KEYS[1] the number's base · ARGV now ms, limit of each list
-- returns two lists of raw entries: timed ones, earliest first; blocks that may be made, nearest deadline first (see entry-codec.ts)
local open = KEYS[1] .. ':open'
local function entries(from, to)
  local out = {}
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', open, from, to, 'LIMIT', 0, ARGV[2])) do
    local value = redis.call('GET', KEYS[1] .. ':e:' .. id)
    if value then out[#out + 1] = value else redis.call('ZREM', open, id) end
  end
  return out
end
return { entries('0', ARGV[1]), entries('-inf', '(0') }
