-- Moves an item that cannot be read out of the way, with the reason; the newest are kept.
-- KEYS: 1 queue, 2 dead items. ARGV: 1 group, 2 receipt, 3 reason, 4 most dead items, 5... names and values of its fields
local fields = { 'receipt', ARGV[2], 'reason', ARGV[3] }
for i = 5, #ARGV do
  fields[#fields + 1] = ARGV[i]
end
redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[4], '*', unpack(fields))
redis.call('XACK', KEYS[1], ARGV[1], ARGV[2])
redis.call('XDEL', KEYS[1], ARGV[2])
return 1
