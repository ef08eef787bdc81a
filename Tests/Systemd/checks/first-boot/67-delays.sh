# One that fails again and again is started with growing delays, and at once when an administrator says so
clean
drop_in 'ExecStart=' 'ExecStart=/bin/false' Type=exec
begun=$(date +%s%N)
systemctl start tolmach || true
# It waits before the fourth start when NRestarts is 3.
fourth() { (($(restarts) >= 4)); }
eventually 20 'it has been started four times' fourth
took=$((($(date +%s%N) - begun) / 1000000))
# 1 s, 2 s and 4 s.
((took >= 7000 && took < 12000)) || fail "four starts took $took ms"
echo "note: four starts in $took ms"
# In the eight seconds before the fifth, when the shell that waits is there.
sleep 1
equal 'what it does' "$(property SubState)" start-pre
systemctl stop tolmach
equal 'state after a stop while it waits' "$(systemctl is-active tolmach || true)" inactive
rm /etc/systemd/system/tolmach.service.d/90-test.conf
systemctl daemon-reload
begun=$(date +%s%N)
systemctl start tolmach
took=$((($(date +%s%N) - begun) / 1000000))
((took < 2000)) || fail "a start by hand waits $took ms"
