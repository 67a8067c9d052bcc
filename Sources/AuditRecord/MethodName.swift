/// The name of a way to an interval, of a test or of an adjustment, as records hold it.
///
/// Later versions know more of them: a name without a constant here is kept as it stands, and `evenhand explain` says what it means
/// or that this version does not know it.
public struct MethodName: RawRepresentable, Codable, Sendable, Hashable {
  /// The name in records.
  public let rawValue: String

  /// Takes a name as it stands in a record.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// The score interval of one rate.
  public static let wilson = MethodName(rawValue: "wilson")
  /// The interval of a difference of two rates.
  public static let newcombe = MethodName(rawValue: "newcombe")
  /// The exact interval of one rate.
  public static let clopperPearson = MethodName(rawValue: "clopper-pearson")
  /// An interval of what the limits of all pairs allow together.
  public static let projection = MethodName(rawValue: "projection")
  /// Student's t with the jackknife's variance.
  public static let jackknife = MethodName(rawValue: "jackknife")
  /// Student's t with the variance of the delta method.
  public static let delta = MethodName(rawValue: "delta")
  /// A ratio pooled over strata.
  public static let greenlandRobins = MethodName(rawValue: "greenland-robins")
  /// A difference pooled over strata.
  public static let sato = MethodName(rawValue: "sato")
  /// Binomial limits of the share at a rank.
  public static let binomial = MethodName(rawValue: "binomial")
  /// One critical value for all comparisons, by resampling.
  public static let resampledMaximum = MethodName(rawValue: "max-t")
  /// People drawn again.
  public static let bootstrap = MethodName(rawValue: "bootstrap")
  /// Lists drawn again, each by a Poisson count.
  public static let poissonBootstrap = MethodName(rawValue: "poisson-bootstrap")
  /// No way is known.
  public static let notKnown = MethodName(rawValue: "none")

  /// Two groups in every stratum.
  public static let cochranMantelHaenszel = MethodName(rawValue: "cochran-mantel-haenszel")
  /// Several groups in every stratum.
  public static let generalizedCochranMantelHaenszel = MethodName(rawValue: "generalized-cochran-mantel-haenszel")
  /// Whether means of several groups are the same.
  public static let homogeneityOfMeans = MethodName(rawValue: "homogeneity-of-means")
  /// Several numbers of one sample at once.
  public static let hotelling = MethodName(rawValue: "hotelling")
  /// Labels exchanged within contexts.
  public static let permutationWithin = MethodName(rawValue: "permutation-within")
  /// The ranked group representation test.
  public static let fairTopK = MethodName(rawValue: "fa-star-ir")
  /// Whether probabilities are right in every bin.
  public static let calibrationChiSquared = MethodName(rawValue: "calibration-chi-squared")
  /// Whether the Brier score is what the probabilities promise.
  public static let spiegelhalter = MethodName(rawValue: "spiegelhalter-z")
  /// Whether two distributions of scores are the same.
  public static let smirnov = MethodName(rawValue: "smirnov-exact")

  /// p-values in the order of their size.
  public static let holm = MethodName(rawValue: "holm")
  /// p-values of all pairs of groups.
  public static let tukey = MethodName(rawValue: "tukey")
}
