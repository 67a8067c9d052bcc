import AuditRecord
import Synchronization

/// The digests of files, made by a thread that has nothing else to do, or not yet.
///
/// Unchecked: one thread at a time makes digests, and whoever starts the threads waits for them before it goes on.
final class BesideDigests: @unchecked Sendable {
  private let files: [InputFile?]
  private var digests: [Digest?] = []
  private var current: FileBytes?
  private var failure: ReadError?

  /// - Parameter files: The files; nothing for one whose digest is made elsewhere.
  init(_ files: [InputFile?]) { self.files = files }

  /// Goes on where it was stopped.
  func run(until isStopped: () -> Bool) {
    guard failure == nil, digests.count < files.count else { return }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
    defer { buffer.deallocate() }
    do throws(ReadError) {
      while digests.count < files.count {
        guard let file = files[digests.count] else {
          digests.append(nil)
          continue
        }
        let bytes: FileBytes
        if let current { bytes = current } else { bytes = try FileBytes(file, digests: true) }
        current = bytes
        while try bytes.read(into: buffer) > 0 {
          if isStopped() { return }
        }
        digests.append(bytes.digest())
        current = nil
      }
    } catch {
      failure = error
    }
  }

  /// Does something while another thread makes digests.
  func during<Result>(_ body: () throws(ReadError) -> Result) throws(ReadError) -> Result {
    var result: Swift.Result<Result, ReadError>?
    let isDone = Atomic(false)
    Together.run(2) { number in
      if number == 1 { return run(until: { isDone.load(ordering: .relaxed) }) }
      result = Swift.Result { () throws(ReadError) in try body() }
      isDone.store(true, ordering: .relaxed)
    }
    guard let result else { preconditionFailure("the first of two pieces of work has been done") }
    return try result.get()
  }

  /// The digests of all files.
  func finish() throws(ReadError) -> [Digest?] {
    run(until: { false })
    if let failure { throw failure }
    return digests
  }

  /// The files with their digests.
  func adding(to inputs: [InputReading]) throws(ReadError) -> [InputReading] {
    var inputs = inputs
    for (index, digest) in try finish().enumerated() where digest != nil { inputs[index].sha256 = digest }
    return inputs
  }
}
