-- Removes a name; its last version is kept for a while, for executions that began with it. Answers 1 when there was one.
-- KEYS: 1 current, 2 all names, 3 prefix of the versions. ARGV: 1 name, 2 how long the version is kept, in ms
local version = redis.call('HGET', KEYS[1], 'version')
if not version then
  return 0
end
redis.call('PEXPIRE', KEYS[3] .. version, ARGV[2])
redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[2], ARGV[1])
return 1
