-- Ends one claim of a call, when it is still its owner's, and says what comes next: nothing ('done'), another claim ('later'), or the dead letters ('dead'). Each
-- end makes the token larger, so that a second one with the same token is refused. Answers 1 when it was the owner's.
-- KEYS: 1 due work, 2 call, 3 record, 4 input, 5 output, 6 logs, 7 dead letters, 8 dead letters of the function, 9 this dead letter
-- ARGV: 1 id, 2 token, 3 next, 4 retention in ms, 5 record (empty: as it is), 6 output (empty: within the record), 7 logs, 8 channel of due work
--       later: 9 pause in ms, 10 phase, 11 failures
--       dead: 9 retention of dead letters in ms, 10 most of them, 11 kind, 12 function, 13 error
local id, next, retention = ARGV[1], ARGV[3], ARGV[4]
if redis.call('HGET', KEYS[2], 'token') ~= ARGV[2] then
  return 0
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HINCRBY', KEYS[2], 'token', 1)
redis.call('HDEL', KEYS[2], 'owner')
if ARGV[5] ~= '' then
  redis.call('SET', KEYS[3], ARGV[5])
end
if ARGV[6] ~= '' then
  redis.call('SET', KEYS[5], ARGV[6])
end
if ARGV[7] ~= '' then
  redis.call('SET', KEYS[6], ARGV[7])
end
if next == 'later' then
  redis.call('HSET', KEYS[2], 'phase', ARGV[10], 'failures', ARGV[11])
  redis.call('ZADD', KEYS[1], now + tonumber(ARGV[9]), 'i:' .. id)
  redis.call('PUBLISH', ARGV[8], 'i')
  return 1
end
redis.call('ZREM', KEYS[1], 'i:' .. id)
if next == 'done' then
  redis.call('DEL', KEYS[2], KEYS[4])
  for _, key in ipairs({ KEYS[3], KEYS[5], KEYS[6] }) do
    redis.call('PEXPIRE', key, retention)
  end
  return 1
end
local kept = tonumber(ARGV[9])
local listed = string.format('%015d:%s', now, id)
redis.call('HSET', KEYS[9], 'work', 'i:' .. id, 'kind', ARGV[11], 'function', ARGV[12], 'error', ARGV[13], 'listed', listed, 'at', string.format('%d', now))
redis.call('ZADD', KEYS[7], 0, listed)
redis.call('ZADD', KEYS[8], 0, listed)
-- The letter itself goes when it is trimmed, which needs it to find its lists.
for _, key in ipairs({ KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6] }) do
  redis.call('PEXPIRE', key, kept)
end
return 1
