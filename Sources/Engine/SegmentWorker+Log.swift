import Logging
import Store
import Translation

extension SegmentWorker {
    /// Tells an operator of a gate that has closed, once.
    func tell(_ gate: Gate, isNew: Bool) {
        guard isNew else { return }
        let metadata: Logger.Metadata = [
            "reason": "\(gate.reason.rawValue)", "error": "\(gate.message)",
            "delay_ms": "\((gate.opensAt - gate.closedAt).wholeMilliseconds)",
        ]
        if gate.reason.needsPerson {
            logger.error("endpoint refuses us; its jobs wait until that is mended", metadata: metadata)
        } else {
            logger.warning("endpoint is left alone for a while; its jobs wait", metadata: metadata)
        }
    }

    /// Tells that a segment was taken from the memory.
    @inline(never) func tellRecalled(isSettled: Bool) {
        if isSettled {
            logger.debug("segment taken from the memory")
        } else {
            logger.notice("segment was taken from this worker")
        }
    }

    /// Tells why a segment is not looked up in the memory.
    @inline(never) func tellUnrecalled(_ error: any Error) {
        // Asking will tell, and a stop is nothing to tell.
        guard !(error is UnreadableLayout || error is CancellationError) else { return }
        logger.warning("translation memory could not be asked", metadata: ["error": "\(error)"])
    }

    /// Tells how an attempt ended.
    func tell(_ settlement: Settlement, isSettled: Bool) {
        guard isSettled else {
            logger.notice("segment was taken from this worker")
            return
        }
        switch settlement {
        case .completed: logger.debug("segment completed")
        case .released: logger.info("segment given back")
        case .again(_, .endpoint, _, _, let error):
            logger.info("segment waits for its endpoint", metadata: ["error": "\(error)"])
        case .again(let notBefore, _, let tries, _, let error):
            logger.notice(
                "answer broke off; it will go on",
                metadata: [
                    "error": "\(error)", "tries": "\(tries)",
                    "delay_ms": "\((notBefore - time.now()).wholeMilliseconds)",
                ])
        case .turnedDown(let error):
            logger.notice("answer is no translation; asked once more", metadata: ["error": "\(error)"])
        case .split(let pieces, let error):
            logger.notice(
                "segment is too much for one answer; it goes on in pieces",
                metadata: ["error": "\(error)", "pieces": "\(pieces.count)"])
        case .failed(let failure):
            logger.warning(
                "job failed",
                metadata: ["kind": "\(failure.kind)", "error": "\(failure.message)", "hint": "\(failure.hint)"])
        }
    }
}
