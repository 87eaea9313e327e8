-- Moves work that cannot be read out of the way, with the reason; the newest are kept. What is left of a call expires.
-- KEYS: 1 due work, 2 dead items, 3... keys that belong to it. ARGV: 1 member, 2 reason, 3 most dead items, 4 retention in ms
redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[3], '*', 'member', ARGV[1], 'reason', ARGV[2])
redis.call('ZREM', KEYS[1], ARGV[1])
for i = 3, #KEYS do
  redis.call('PEXPIRE', KEYS[i], ARGV[4])
end
return 1
