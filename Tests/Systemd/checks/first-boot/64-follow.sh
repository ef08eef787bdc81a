# follow in one session goes on while the daemon is restarted and killed, and has shown every byte once
fresh
document book 300
job=$(add book)
alice follow "$job" >/tmp/followed 2>/tmp/follow.err &
follow=$!
eventually 20 'follow shows text' test -s /tmp/followed
systemctl restart tolmach
size=$(stat -c %s /tmp/followed)
longer() { (($(stat -c %s /tmp/followed) > size + 100)); }
eventually 20 'follow goes on' longer
kill -KILL "$(main_pid)"
wait "$follow" || fail "follow ended with $?: $(cat /tmp/follow.err)"
cmp /tmp/followed /home/alice/book.expected
exact "$job" book
