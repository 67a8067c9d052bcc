public import AuditRecord
import Crypto

/// The digest of a file as stored, made in a stream of its own so that it can run beside the reading.
public enum FileDigest {
  /// The SHA-256 digest of the file at `path`.
  ///
  /// - Throws: ``ReadError`` if the file cannot be read.
  public static func sha256(_ path: String) throws(ReadError) -> AuditRecord.Digest {
    let digest = try sha256(InputFile(path), until: { false })
    guard let digest else { preconditionFailure("nothing has stopped it") }
    return digest
  }

  /// The digest of a file; nothing if it was stopped before the end.
  static func sha256(_ file: InputFile, until isStopped: () -> Bool) throws(ReadError) -> AuditRecord.Digest? {
    let bytes = try FileBytes(file, digests: true)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
    defer { buffer.deallocate() }
    while try bytes.read(into: buffer) > 0 {
      if isStopped() { return nil }
    }
    return bytes.digest()
  }
}
