import Hooks

extension Announcement {
    /// One to be told, of a job that is called so.
    static func of(_ name: String = "a.txt", padding: Int = 0) -> Announcement {
        let job = #"{"id":7,"name":"\#(name)","padding":"\#(String(repeating: "x", count: padding))"}"#
        return Announcement(
            message: "msg_1", event: .completed, time: "2027-01-15T08:00:00.000Z", job: Array(job.utf8))
    }
}
