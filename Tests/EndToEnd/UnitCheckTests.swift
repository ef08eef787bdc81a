import Support
import Testing
import Translation

@testable import tolmach

@Suite("What doctor says of the unit and of the clock", .light)
struct UnitCheckTests {
    private static func levels(_ text: String) -> [String] {
        UnitCheck(text).findings().map { "\($0.level.rawValue): \($0.message)" }
    }

    @Test("A unit that runs is in order; one that failed is a problem, and says whose")
    func unit() {
        #expect(
            Self.levels("LoadState=loaded\nActiveState=active\nSubState=running\nUnitFileState=enabled\nNRestarts=0\n")
                == ["ok: active (running)"])
        #expect(
            Self.levels("LoadState=loaded\nActiveState=active\nSubState=running\nUnitFileState=disabled\nNRestarts=3\n")
                == [
                    "ok: active (running)", "advice: it does not start with the machine",
                    "note: systemd has restarted it 3 times",
                ])
        #expect(
            Self.levels("LoadState=loaded\nActiveState=failed\nResult=exit-code\nExecMainStatus=5\n")
                == ["problem: it ended because its configuration cannot be used"])
        #expect(
            Self.levels("LoadState=loaded\nActiveState=failed\nResult=watchdog\nExecMainStatus=9\n")
                == ["problem: it has failed (watchdog, exit code 9)"])
        #expect(Self.levels("LoadState=loaded\nActiveState=inactive\n") == ["warning: it is inactive"])
        #expect(Self.levels("LoadState=bad-setting\n") == ["warning: it cannot be loaded"])
    }

    @Test("A clock that was set back is told; one that nobody keeps is a note")
    func clock() {
        let now = Timestamp(milliseconds: 1_795_480_520_000)
        func level(_ isSynchronised: Bool?, _ latest: Timestamp?) -> [String] {
            ClockCheck(isSynchronised: isSynchronised, latest: latest, now: now).findings().map(\.level.rawValue)
        }
        #expect(level(true, now) == ["ok"])
        #expect(level(nil, nil) == ["ok"])
        #expect(level(false, now) == ["note"])
        #expect(level(true, now + .seconds(59)) == ["ok"])
        #expect(level(true, now + .seconds(3600)) == ["warning"])
    }
}
