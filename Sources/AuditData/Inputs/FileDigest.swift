public import AuditRecord
import Crypto

/// The digest of a file as stored, made in a stream of its own so that it can run beside the reading.
public enum FileDigest {
  /// The SHA-256 digest of the file at `path`.
  ///
  /// - Throws: ``ReadError`` if the file cannot be read.
  public static func sha256(_ path: String) throws(ReadError) -> AuditRecord.Digest {
    let file = try FileBytes(InputFile(path), digests: true)
    let room = 256 << 10
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: room, alignment: 64)
    defer { buffer.deallocate() }
    while try file.read(into: buffer) > 0 {}
    return file.digest()!
  }
}
