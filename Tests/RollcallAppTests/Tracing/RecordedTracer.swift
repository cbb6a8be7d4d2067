import Synchronization
import Tracing

@testable import RollcallApp

/// A tracer that keeps every span; ids count up.
final class RecordedTracer: Tracer {
    private let kept = Mutex<[RecordedSpan]>([])
    private let ids = W3CTracer(random: counting())

    /// The spans begun, in order.
    var spans: [RecordedSpan] { kept.withLock { $0 } }

    func startSpan<Instant: TracerInstant>(
        _ operationName: String,
        context: @autoclosure () -> ServiceContext,
        ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant,
        function: String,
        file fileID: String,
        line: UInt
    ) -> RecordedSpan {
        let parent = context()
        let span = RecordedSpan(
            operationName,
            kind,
            parent: parent.trace,
            context: ids.startSpan(operationName, context: parent, ofKind: kind).context
        )
        kept.withLock { $0.append(span) }
        return span
    }

    func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier,
        into context: inout ServiceContext,
        using extractor: Extract
    ) where Extract.Carrier == Carrier {
        ids.extract(carrier, into: &context, using: extractor)
    }

    func inject<Carrier, Inject: Injector>(
        _ context: ServiceContext,
        into carrier: inout Carrier,
        using injector: Inject
    ) where Inject.Carrier == Carrier {
        ids.inject(context, into: &carrier, using: injector)
    }

    func forceFlush() {}

    /// Numbers that count up from 1.
    static func counting() -> @Sendable () -> UInt64 {
        let counter = Counter()
        return { counter.next() }
    }

    private final class Counter: Sendable {
        private let value = Atomic<UInt64>(0)
        func next() -> UInt64 { value.wrappingAdd(1, ordering: .relaxed).newValue }
    }
}
