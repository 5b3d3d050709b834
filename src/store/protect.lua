-- Adds or removes senders an operator protected. The hash has a field a sender, and `version`, which changes with it.
-- KEYS[1] the hash · ARGV verb (add|remove), maximum, new version, value, then sender ids
-- returns how many were added or removed, or -1 when there is no room (then nothing was added)
local key, verb = KEYS[1], ARGV[1]
local changed = 0
if verb == 'add' then
  local count = math.max(0, redis.call('HLEN', key) - redis.call('HEXISTS', key, 'version'))
  for i = 5, #ARGV do count = count + 1 - redis.call('HEXISTS', key, ARGV[i]) end
  if count > tonumber(ARGV[2]) then return -1 end
  for i = 5, #ARGV do changed = changed + redis.call('HSETNX', key, ARGV[i], ARGV[4]) end
else
  for i = 5, #ARGV do changed = changed + redis.call('HDEL', key, ARGV[i]) end
end
if changed > 0 then redis.call('HSET', key, 'version', ARGV[3]) end
return changed
