# The machine is shut down in mid-stream
fresh
systemctl enable --quiet tolmach
document long 600
job=$(add long)
streaming "$job"
echo "$job" >/opt/tolmach/job
equal 'state' "$(job_state "$job")" running
