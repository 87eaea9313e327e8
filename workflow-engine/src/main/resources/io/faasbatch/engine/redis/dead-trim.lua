-- Forgets the oldest dead letters: those past their retention, and those that are too many; at most so many at a time. Answers how many.
-- KEYS: 1 dead letters. ARGV: 1 retention in ms, 2 most dead letters, 3 most that are forgotten now, 4 retention of what is left of an ended call in ms
local time = redis.call('TIME')
local oldest = string.format('(%015d', math.max(0, time[1] * 1000 + math.floor(time[2] / 1000) - tonumber(ARGV[1])))
local old = redis.call('ZRANGEBYLEX', KEYS[1], '-', oldest, 'LIMIT', 0, ARGV[3])
local surplus = math.min(redis.call('ZCARD', KEYS[1]) - tonumber(ARGV[2]), tonumber(ARGV[3]))
if surplus > #old then
  old = redis.call('ZRANGE', KEYS[1], 0, surplus - 1)
end
for _, listed in ipairs(old) do
  local id = string.sub(listed, 17)
  local letter, call = 'fb:dead-letter:' .. id, 'fb:invocation:' .. id
  local name = redis.call('HGET', letter, 'function')
  redis.call('ZREM', KEYS[1], listed)
  if name then
    redis.call('ZREM', KEYS[1] .. ':function:' .. name, listed)
  end
  redis.call('DEL', letter, call .. ':call', call .. ':input')
  for _, key in ipairs({ call, call .. ':output', call .. ':logs' }) do
    redis.call('PEXPIRE', key, ARGV[4])
  end
end
return #old
