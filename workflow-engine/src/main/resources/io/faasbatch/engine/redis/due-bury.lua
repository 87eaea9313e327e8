-- Moves work that cannot be read to the dead letters, with the reason. What is left of a call is kept as long as they are.
-- KEYS: 1 due work, 2 dead letters, 3 this dead letter, 4... keys that belong to it. ARGV: 1 member, 2 error, 3 retention of dead letters in ms, 4 id
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local listed = string.format('%015d:%s', now, ARGV[4])
redis.call('HSET', KEYS[3], 'work', ARGV[1], 'kind', 'unreadable', 'function', '', 'error', ARGV[2], 'listed', listed, 'at', string.format('%d', now))
redis.call('ZADD', KEYS[2], 0, listed)
redis.call('ZREM', KEYS[1], ARGV[1])
for i = 4, #KEYS do
  redis.call('PEXPIRE', KEYS[i], ARGV[3])
end
return 1
