# The package is installed, neither enabled nor started; verify is silent and the exposure is 1.5 or less
dpkg --install /opt/tolmach/tolmach.deb
usermod --append --groups tolmach alice
equal 'the package' "$(dpkg-query -W -f '${db:Status-Status}' tolmach)" installed
equal 'enabled' "$(systemctl is-enabled tolmach || true)" disabled
equal 'active' "$(systemctl is-active tolmach || true)" inactive
verify=$(systemd-analyze verify --man=no tolmach.service 2>&1) || fail "$verify"
equal 'what verify says' "$verify" ''
exposure=$(systemd-analyze security --no-pager tolmach.service | sed -n 's/.*exposure level for tolmach.service: \([0-9.]*\).*/\1/p')
awk -v seen="$exposure" 'BEGIN { exit !(seen != "" && seen <= 1.5) }' || fail "exposure: $exposure"
echo "note: exposure $exposure"
