# The key is nowhere but with the daemon: no property, no log, no environment, no command line, no file for others
fresh
pid=$(main_pid)
! systemctl show tolmach | grep -F "$key" || fail 'systemctl show'
! systemctl status --no-pager tolmach | grep -F "$key" || fail 'systemctl status'
! journalctl --no-pager --boot | grep -F "$key" || fail 'journal'
! tr '\0' '\n' <"/proc/$pid/environ" | grep -F "$key" || fail 'environment'
! tr '\0' '\n' <"/proc/$pid/cmdline" | grep -F "$key" || fail 'command line'
! as alice cat /etc/tolmach/keys/first 2>/dev/null || fail 'a member reads the key'
! as alice sh -c 'cat /run/credentials/tolmach.service/*' 2>/dev/null || fail 'a member reads the credential'
! grep -rF "$key" "$state" || fail 'the state folder'
