# Without the folder of keys it is not started in circles, and the log names credentials; with it all is well again
clean
rm -r /etc/tolmach/keys
systemctl start tolmach || true
eventually 10 'it is given up' systemctl is-failed tolmach
sleep 1
equal 'state' "$(systemctl is-failed tolmach)" failed
before=$(restarts)
((before <= 5)) || fail "it was started again $before times"
contains 'the journal' "$(journalctl --quiet --no-pager --output=cat --unit=tolmach --since="$since")" 'CREDENTIALS'
systemd-tmpfiles --create tolmach.conf
systemctl reset-failed tolmach
systemctl start tolmach
systemctl stop tolmach
