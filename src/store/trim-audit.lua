-- Removes what is older than an instant from a number's audit and from its last allows.
-- KEYS[1] the number's base
-- ARGV the instant, ms
-- returns how many lines and how many allows were removed
local base, floor = KEYS[1], tonumber(ARGV[1])
local lines = redis.call('XTRIM', base .. ':audit', 'MINID', '=', ARGV[1])
if lines > 0 then redis.call('SET', base .. ':audit-from', ARGV[1]) end
local allows = 0
while true do
  local oldest = redis.call('LINDEX', base .. ':allows', 0)
  if not oldest or tonumber(string.match(oldest, '^%d+')) >= floor then break end
  redis.call('LPOP', base .. ':allows')
  allows = allows + 1
end
return { lines, allows }
