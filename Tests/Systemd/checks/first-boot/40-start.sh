# It is active only when it works, and says what it does; one that reads the queue sees it
clean
systemctl start tolmach
equal 'state' "$(systemctl is-active tolmach)" active
contains 'status text' "$(property StatusText)" ' '
echo "note: $(property StatusText)"
contains 'status' "$(alice status)" 'Daemon is running'
systemctl stop tolmach

# While another holds the whole database, there is no first turn, and so no READY.
mkfifo /run/hold
# With a timeout, since the look below holds it for a moment too; and without our stdout, which would not end before it.
sqlite3 "$state/tolmach.db" <<<$'.timeout 5000\nBEGIN EXCLUSIVE;\n.shell cat /run/hold' >/run/hold.out 2>&1 &
holder=$!
trap 'kill "$holder" 2>/dev/null || true' EXIT
eventually 5 'the database is held' bash -c "! sqlite3 $state/tolmach.db 'BEGIN IMMEDIATE'"
systemctl start --no-block tolmach
sleep 2
seen=$(systemctl is-active tolmach || true)
echo >/run/hold
wait "$holder"
rm /run/hold
equal 'state before the first turn' "$seen" activating
eventually 15 'it is active afterwards' systemctl is-active tolmach
