package import AuditRecord
import Dispatch
import Synchronization

/// The digests of inputs, made beside their reading.
///
/// With two threads or more, the job has one of them until the digests are made, and lends it to the reading afterwards.
/// With one thread, and of what can be read only once, whoever reads hashes the very bytes that are counted. The job
/// also knows what each file was when it was first opened, so that a digest is never that of other bytes.
package final class DigestJob: Sendable {
  private struct State {
    var digests: [InputFile: Digest] = [:]
    var stamps: [InputFile: FileStamp] = [:]
    var failure: ReadError?
    var isMade = false
    var isStopped = false
    var help: (@Sendable () -> Void)?
  }

  private let files: [InputFile]
  private let state: Mutex<State>
  private let made = DispatchGroup()
  private let helped = DispatchSemaphore(value: 0)
  /// Whether whoever reads a regular file hashes it.
  private let isDoneByReaders: Bool

  /// Begins with the digests of files, in this order.
  ///
  /// - Parameter threads: As many as the reading has, this job's own among them.
  package init(_ files: [InputFile], threads: Int) {
    self.files = files
    state = Mutex(State())
    isDoneByReaders = threads < 2
    guard !isDoneByReaders else { return }
    made.enter()
    // A queue of its own has a thread of its own: nobody waits for a thread that waits for this job.
    DispatchQueue(label: "evenhand.digests").async { [self] in
      make()
      let help = state.withLock { state in
        state.isMade = true
        defer { state.help = nil }
        return state.help
      }
      made.leave()
      guard let help else { return }
      help()
      helped.signal()
    }
  }

  /// Nobody wants the digests any more.
  package func stop() { state.withLock { $0.isStopped = true } }

  /// Waits for the digests of all files; what nobody has hashed yet is hashed now.
  ///
  /// - Throws: ``ReadError`` if a file could not be read, or is no longer what it was when it was first opened.
  package func digests() throws(ReadError) -> [InputFile: Digest] {
    made.wait()
    make()
    let (digests, stamps, failure) = state.withLock { ($0.digests, $0.stamps, $0.failure) }
    for (file, stamp) in stamps.sorted(by: { $0.key.given < $1.key.given }) where FileStamp(path: file.path) != stamp {
      throw Self.changed(file)
    }
    if let failure { throw failure }
    return digests
  }

  /// The error for a file that is no longer what it was.
  static func changed(_ file: InputFile) -> ReadError {
    ReadError(
      .changedInput, file: file.given, message: "this file has changed while it was read",
      hint: "run again once nobody writes to it")
  }

  /// Makes the digests that are missing.
  private func make() {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
    defer { buffer.deallocate() }
    do throws(ReadError) {
      for file in files where !file.isStream && state.withLock({ $0.digests[file] == nil }) {
        let bytes = try FileBytes(file, hashing: true, digests: self)
        while try bytes.read(into: buffer) > 0 {
          if state.withLock({ $0.isStopped }) { return }
        }
        note(bytes.digest(), of: file)
      }
    } catch {
      state.withLock { $0.failure = error }
    }
  }

  // MARK: whoever reads

  /// Whether the reader of a file is to hash it.
  func isWanted(of file: InputFile) -> Bool {
    (isDoneByReaders || file.isStream) && state.withLock { $0.digests[file] == nil }
  }

  /// Takes note of the digest of a file that was read to its end.
  func note(_ digest: Digest?, of file: InputFile) {
    guard let digest else { return }
    state.withLock { $0.digests[file] = digest }
  }

  /// Takes note of a regular file that was opened.
  ///
  /// - Throws: ``ReadError`` if it is not what it was when it was first opened.
  func note(_ stamp: FileStamp, of file: InputFile) throws(ReadError) {
    let isSame = state.withLock { state in
      let first = state.stamps[file, default: stamp]
      state.stamps[file] = first
      return first == stamp
    }
    guard isSame else { throw Self.changed(file) }
  }

  /// Has this job's thread do something once the digests are made; false if they are.
  func lend(_ help: @escaping @Sendable () -> Void) -> Bool {
    state.withLock { state in
      guard !isDoneByReaders, !state.isMade else { return false }
      state.help = help
      return true
    }
  }

  /// Waits for what was lent to be done, unless it has not begun: then it never will.
  func takeBack() {
    let isWaiting = state.withLock { state in
      defer { state.help = nil }
      return state.help != nil
    }
    if !isWaiting { helped.wait() }
  }
}
