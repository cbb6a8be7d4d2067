internal import Logging
internal import Roster

/// Reads the settings anew and lets the running parts go by them: all or nothing, one reload
/// after the other.
actor Reloader {
    /// Who takes note of how a reload went.
    struct Observers: Sendable {
        /// Where it is told.
        let logger: Logger
        /// Where it is counted.
        let metrics: ReloadMetrics
        /// Who started us, and is told while it lasts.
        let supervisor: any Supervisor
        /// The wall clock.
        let now: @Sendable () -> Timestamp
    }

    private let origin: SettingsOrigin
    private let parts: RunningParts
    private let observers: Observers
    private var present: LoadedSettings
    private var watch: FileWatch

    /// Begins with the settings rollcall was started with.
    init(_ start: ReloadableSettings, parts: RunningParts, observers: Observers) {
        present = start.loaded
        origin = start.origin
        watch = FileWatch(start.look)
        self.parts = parts
        self.observers = observers
    }

    /// Looks at the files, and reloads if they have changed and are whole.
    func look() {
        guard watch.saw(origin.look(at: watch.files)) else { return }
        reload(on: .fileChange)
    }

    /// Reloads, changed or not, with all there is.
    func reload() { reload(on: .signal) }

    private func reload(on trigger: ReloadPlan.Trigger) {
        observers.supervisor.notify(.reloading)
        defer { observers.supervisor.notify(.ready) }
        let reading = origin.read()
        watch.read(reading.look)
        let plan = ReloadPlan(from: present, to: reading.result, on: trigger)
        if case .apply(let next, _) = plan {
            parts.change(from: present.settings, to: next.settings)
            present = next
        }
        observers.metrics.reloaded(plan, at: observers.now())
        tell(plan)
    }

    private func tell(_ plan: ReloadPlan) {
        let logger = observers.logger
        switch plan {
        case .nothing: logger.info("The settings were read again; nothing in them has changed.")
        case .apply(_, let changed):
            logger.notice(
                "The settings were reloaded.",
                metadata: ["reload.changed": "\(changed.joined(separator: ","))"]
            )
        case .refuse(let problems):
            for problem in problems.problems {
                logger.error(Self.refusal, metadata: ["reload.problem": "\(problem)"])
            }
        case .restart(let keys):
            logger.warning(
                "The changed settings need a restart; until then nothing of them is in force.",
                metadata: ["reload.restart": "\(keys.map(\.name).joined(separator: ","))"]
            )
        case .wait(let changed):
            logger.warning(
                """
                Changed files would sign calls otherwise; they are taken in when rollcall is told \
                to reload (SIGHUP), and nothing of them before.
                """,
                metadata: ["reload.waiting": "\(changed.joined(separator: ","))"]
            )
        }
    }

    private static let refusal: Logger.Message =
        "The changed settings cannot be used; those in force stay."
}
