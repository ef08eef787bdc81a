# Removed, and purged: program and units go, at last the configuration and the keys, never the queue
fresh --rate=200
document letter 60
exact "$(add letter)" letter
dpkg --remove tolmach
equal 'the program' "$(command -v tolmach || true)" ''
! systemctl is-active tolmach || fail 'the daemon still runs'
ls "$configuration" "$state/tolmach.db"
dpkg --purge tolmach
ls "$state/tolmach.db"
[[ ! -e /etc/tolmach ]] || fail 'the keys are still there'
equal 'what is left' "$(find /usr /etc -name '*tolmach*' ! -path '/etc/hostname' ! -path '/etc/systemd/system/tolmach.service.d*')" ''
dpkg --install /opt/tolmach/tolmach.deb
configure first 9911
install -D -m 0600 <(echo "$key") /etc/tolmach/keys/first
systemctl start tolmach
alice get 1 | cmp - /home/alice/letter.expected
