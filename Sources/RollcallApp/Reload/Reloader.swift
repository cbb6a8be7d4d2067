internal import Logging
internal import Roster

/// Reads the settings anew and lets the running parts go by them, one reload after the other.
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
        let reading = origin.reading()
        var plan = ReloadPlan(from: present, reading: reading, on: trigger)
        watch.read(reading.look)
        for part in plan.renewed {
            if let problem = parts.renew(part, to: plan.next.settings) {
                plan.keep(part, because: problem)
            }
        }
        if !plan.changed.isEmpty {
            parts.change(from: present.settings, to: plan.next.settings)
            present = plan.next
        }
        observers.metrics.reloaded(plan, at: observers.now())
        tell(plan)
    }

    private func tell(_ plan: ReloadPlan) {
        let logger = observers.logger
        if plan.outcomes == [.unchanged] {
            logger.info("The settings were read again; nothing in them has changed.")
        }
        if !plan.changed.isEmpty {
            logger.notice(
                "The settings were reloaded.",
                metadata: ["reload.changed": "\(plan.changed.joined(separator: ","))"]
            )
        }
        for problem in plan.problems {
            logger.error(Self.refusal, metadata: ["reload.problem": "\(problem)"])
        }
        if !plan.restart.isEmpty {
            logger.warning(
                "Some of the changed settings need a restart; until then they are not in force.",
                metadata: ["reload.restart": "\(plan.restart.map(\.name).joined(separator: ","))"]
            )
        }
        if !plan.waiting.isEmpty {
            logger.warning(
                """
                Credentials or signing settings changed on disk; they take effect on reload \
                (SIGHUP) only.
                """,
                metadata: ["reload.waiting": "\(plan.waiting.joined(separator: ","))"]
            )
        }
    }

    private static let refusal: Logger.Message =
        "Changed settings cannot be used; the previous ones stay in force."
}
