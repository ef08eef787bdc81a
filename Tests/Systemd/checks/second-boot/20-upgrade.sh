# A newer package over this one keeps the configuration, and the daemon that runs goes on in mid-stream
fresh
echo '# mine' >>"$configuration"
document book 300
job=$(add book)
streaming "$job"
before=$(main_pid)
dpkg --install --force-confdef /opt/tolmach/tolmach.deb
contains 'configuration' "$(cat "$configuration")" '# mine'
[[ $(main_pid) != "$before" ]] || fail 'the old program still runs'
exact "$job" book
