# With no endpoint, or a configuration that cannot be read, it ends with 5, says why in systemctl status, and is not restarted
clean
for wrong in 'durability: full' 'endpoint: {}'; do
    echo "$wrong" >"$configuration"
    ! systemctl start tolmach || eventually 5 'it ends' bash -c '! systemctl is-active tolmach'
    eventually 5 'it has failed' systemctl is-failed tolmach
    equal 'exit code' "$(property ExecMainStatus)" 5
    status=$(systemctl status --no-pager tolmach || true)
    case $wrong in
    durability*) contains status "$status" 'no endpoint is configured' ;;
    *) contains status "$status" 'config.yaml:1: nobody knows the key “endpoint”; did you mean “endpoints”?' ;;
    esac
    sleep 3
    equal 'restarts' "$(restarts)" 0
    equal 'state' "$(systemctl is-failed tolmach)" failed
    systemctl reset-failed tolmach
done
