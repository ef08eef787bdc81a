# reload with another endpoint: what streams ends at the old one, what is new goes to the new one, the process stays
fresh
endpoint second 9922 --rate=100
document running 200
document new 40
running=$(add running)
streaming "$running"
pid=$(main_pid)
configure second 9922
systemctl reload tolmach
equal 'state' "$(systemctl is-active tolmach)" active
logged 'configuration read again' || fail 'reload was over before the configuration was read'
new=$(add new)
exact "$new" new
exact "$running" running
equal 'process' "$(main_pid)" "$pid"
equal 'restarts' "$(restarts)" 0
equal 'requests that went on elsewhere' "$(requests second "line.get('said', 0) > 0")" 0
equal 'streams that the first lost' "$(requests first "line.get('ended') == 'left'")" 0
(($(requests second "line.get('ended') == 'stop'") > 0)) || fail 'the new endpoint was asked nothing'

# It has no key, which only a start would have brought; and that is said.
equal 'requests with a key' "$(requests second "line.get('key')")" 0
logged 'endpoint is new and has no key' || fail 'the log does not say that the new endpoint has no key'

# A file that cannot be used changes nothing, and is said.
echo 'endpoint: {}' >"$configuration"
! systemctl reload tolmach || fail 'a reload with a wrong file went well'
equal 'state after a wrong file' "$(systemctl is-active tolmach)" active
equal 'process after a wrong file' "$(main_pid)" "$pid"
eventually 5 'the log says what is wrong' logged 'did you mean'
