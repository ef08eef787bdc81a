# install puts everything in place, again changes nothing, and uninstall takes it away and keeps the configuration
PREFIX=/usr/local /opt/systemd/install --binary /opt/tolmach/tolmach --no-strip
files=(
    /usr/local/bin/tolmach /usr/local/lib/systemd/{system,user}/tolmach.service
    /usr/local/share/man/man1/tolmach-add.1.gz /usr/local/share/bash-completion/completions/tolmach
    /usr/local/share/zsh/site-functions/_tolmach /usr/local/share/fish/vendor_completions.d/tolmach.fish
    /etc/tolmach/config.yaml
)
ls -- "${files[@]}"
grep -q ExecStart=/usr/local/bin/tolmach /usr/local/lib/systemd/system/tolmach.service
systemctl cat tolmach.service | head -n 3
equal 'a member of no other group' "$(id -nG tolmach)" tolmach
equal 'the queue’s folder' "$(stat -c '%A %U %G' "$state")" 'drwxrws--- tolmach tolmach'
equal 'the keys’ folder' "$(stat -c '%A %U' /etc/tolmach/keys)" 'drwx------ root'
verify=$(systemd-analyze verify --man=no tolmach.service 2>&1) || fail "$verify"
equal 'what verify says' "$verify" ''

echo '# mine' >>/etc/tolmach/config.yaml
PREFIX=/usr/local /opt/systemd/install --binary /opt/tolmach/tolmach --no-strip
equal 'the last line of the configuration' "$(tail -n 1 /etc/tolmach/config.yaml)" '# mine'

PREFIX=/usr/local /opt/systemd/uninstall
left=$(find /usr/local /etc/systemd -name '*tolmach*')
equal 'what is left' "$left" ''
ls /etc/tolmach/config.yaml
# For the package that comes now this is a machine without any configuration.
rm -r /etc/tolmach
