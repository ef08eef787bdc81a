# The user unit runs for one who is not in the group, with a queue, a configuration and a key of the user's own
clean --rate=200
uid=$(id -u mallory)
home=/home/mallory
document letter 60
install -o mallory -g mallory -m 0644 /home/alice/letter.txt "$home/letter.txt"
as mallory mkdir -p "$home/.config/tolmach"
sed 's/concurrency: 4/concurrency: 1/' "$configuration" | as mallory tee "$home/.config/tolmach/config.yaml" >/dev/null
loginctl enable-linger mallory
eventually 20 'the user’s systemd runs' systemctl is-active "user@$uid.service"
user() { as mallory env XDG_RUNTIME_DIR="/run/user/$uid" "$@"; }
eventually 10 'the user’s systemd answers' user systemctl --user list-units
user systemd-tmpfiles --user --create tolmach.conf
echo "$key" | as mallory tee "$home/.config/tolmach/keys/first" >/dev/null
verify=$(user systemd-analyze verify --man=no --user tolmach.service 2>&1) || fail "$verify"
equal 'what verify says' "$verify" ''
user systemctl --user start tolmach || fail "$(user systemctl --user status --no-pager tolmach; journalctl --no-pager -n 20 _UID="$uid")"
said=$(user tolmach add "$home/letter.txt" --to es --output '{dir}/{stem}.{lang}.{ext}' --wait 2>&1) ||
    fail "$said $(user systemctl --user status --no-pager tolmach; ls -lA "$home/.local/state/tolmach" 2>&1)"
cmp "$home/letter.es.txt" /home/alice/letter.expected
digest=$(printf %s "$key" | sha256sum | cut -d ' ' -f 1)
(($(requests first "line.get('key') == '$digest'") > 0)) || fail 'no request had the key'
echo "note: $(user systemd-analyze security --user --no-pager tolmach.service | sed -n 's/^→ //p')"
user systemctl --user stop tolmach
loginctl disable-linger mallory

# Who may write to the machine's queue gets no daemon beside it: what alice adds goes there.
uid=$(id -u alice)
loginctl enable-linger alice
eventually 20 'alice’s systemd runs' systemctl is-active "user@$uid.service"
member() { as alice env XDG_RUNTIME_DIR="/run/user/$uid" "$@"; }
eventually 10 'alice’s systemd answers' member systemctl --user list-units
member systemctl --user start tolmach || true
equal 'the daemon of a member' "$(member systemctl --user show --property=ActiveState --value tolmach)" inactive
equal 'its condition' "$(member systemctl --user show --property=ConditionResult --value tolmach)" no
loginctl disable-linger alice
