public import AuditRecord
import Dispatch
import Synchronization

/// The digests of files on a thread of its own, which helps with the reading if it is done first.
///
/// Whoever needs no digests yet goes on while they are made.
public final class PendingDigests: Sendable {
  private struct State {
    var isReadingOver = false
    var isStopped = false
    var digests: Result<[Digest?], ReadError>?
  }

  private let state = Mutex(State())
  private let made = DispatchGroup()
  private let helped = DispatchGroup()

  /// - Parameters:
  ///   - files: The files; nothing for one whose digest is made elsewhere.
  ///   - help: What the thread does when the digests are made before the reading is over.
  init(_ files: [InputFile?], thenHelp help: @escaping @Sendable () -> Void = {}) {
    made.enter()
    helped.enter()
    DispatchQueue.global(qos: .userInitiated).async { [self] in
      let result = Result { () throws(ReadError) in
        var digests: [Digest?] = []
        for file in files {
          digests.append(
            try file.flatMap { file throws(ReadError) in
              try FileDigest.sha256(file) { state.withLock { $0.isStopped } }
            })
        }
        return digests
      }
      let helps = state.withLock { state in
        state.digests = result
        return !state.isReadingOver && !state.isStopped
      }
      made.leave()
      if helps { help() }
      helped.leave()
    }
  }

  /// Nothing is left to read: waits for the help that is under way, and asks for none.
  func endReading() {
    let mayHelp = state.withLock { state in
      state.isReadingOver = true
      return state.digests != nil
    }
    if mayHelp { helped.wait() }
  }

  /// Nobody wants the digests any more.
  func stop() { state.withLock { $0.isStopped = true } }

  /// Waits for the digests, in the order of the files; nothing for one that is made elsewhere.
  ///
  /// - Throws: ``ReadError`` if a file could not be read.
  public func value() throws(ReadError) -> [Digest?] {
    made.wait()
    return try state.withLock { $0.digests ?? .success([]) }.get()
  }
}
