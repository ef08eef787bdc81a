import Hooks

extension HookEvent {
    /// One to be told, of a job that is called so.
    static func of(_ name: String = "a.txt", padding: Int = 0) -> HookEvent {
        let job = #"{"id":7,"name":"\#(name)","padding":"\#(String(repeating: "x", count: padding))"}"#
        return HookEvent(
            message: "msg_1", kind: .completed, time: "2027-01-15T08:00:00.000Z", job: Array(job.utf8))
    }
}
