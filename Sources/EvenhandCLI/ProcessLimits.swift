#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the system grants this process, where that may be less than libraries underneath need.
///
/// Without enough address space OpenBLAS tries again for ever, and without files to open libdispatch traps; neither says why.
enum ProcessLimits {
  /// Files that must be left to open.
  private static let files = 24
  /// Address space beside the buffers of OpenBLAS [bytes].
  private static let program = 256 << 20
  /// What OpenBLAS reserves for each thread that calls it [bytes].
  private static let buffer = 128 << 20

  /// What is lacking, in a sentence without its end; nothing if there is enough.
  static var lack: String? {
    if let granted = addressSpace, granted < program + buffer * startedThreads {
      return
        "the address space is limited to \(granted >> 20) MB (ulimit -v), and this takes \((program + buffer * startedThreads) >> 20) MB on this machine: raise it"
    }
    return canOpenFiles ? nil : "too few files may be open at once (ulimit -n), and this takes \(files): raise it"
  }

  /// Threads that fit into the address space.
  static var mostThreads: Int { addressSpace.map { max(1, ($0 - program) / buffer) } ?? .max }

  /// Threads for which OpenBLAS reserves when the program starts.
  private static var startedThreads: Int {
    let set = ["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"].compactMap { Environment.variables[$0].flatMap { Int($0) } }
    return max(1, min(set.first ?? .max, sysconf(Int32(_SC_NPROCESSORS_ONLN))) - 1)
  }

  private static var addressSpace: Int? {
    #if canImport(Glibc)
      var limit = rlimit()
      guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 else { return nil }
      return limit.rlim_cur < UInt(Int.max) ? Int(limit.rlim_cur) : nil
    #else
      return nil
    #endif
  }

  private static var canOpenFiles: Bool {
    var opened: [Int32] = []
    defer { for file in opened { close(file) } }
    while opened.count < files {
      let file = open("/", O_RDONLY | O_CLOEXEC)
      guard file >= 0 else { return errno != EMFILE }
      opened.append(file)
    }
    return true
  }
}
