/**
 * A shell between Cordon and its server, in a session of its own (a terminal's Ctrl-C does not reach it). It starts the
 * server once Cordon has said "go" – by then Cordon has noted who we are – and asks it to stop as soon as Cordon's end
 * of the pipe closes, however Cordon ended. A shell because it weighs 1 MB, not 40. $1 is the server, $2 its
 * configuration, given on standard input: a file name would be taken for a pattern, and [x] in it start a bare server.
 */
export const SUPERVISOR_SCRIPT = `
umask 077
read -r go || exit 0
[ "$go" = go ] || exit 0
exec 3<&0 </dev/null
"$1" - <"$2" 3<&- &
server=$!
( while read -r ignored; do :; done <&3; kill -TERM "$server" ) 2>/dev/null &
watcher=$!
exec 3<&-
wait "$server"
status=$?
kill "$watcher" 2>/dev/null
exit "$status"
`;
