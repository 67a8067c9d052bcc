import AuditStatistics

/// What R 4.2.2 and mpmath 1.4.1 give for distributions and intervals; `Tests/Reference` has the scripts and many more.
extension SelfCheck {
  static var distributions: [Value] {
    [
      Value("normal, upper tail", 0.9999999990134123, Normal.upperTail(-6.0)),
      Value("normal, upper tail", 0.9331927987311419, Normal.upperTail(-1.5)),
      Value("normal, upper tail", 0.5, Normal.upperTail(0.0)),
      Value("normal, upper tail", 0.3820885778110473, Normal.upperTail(0.3)),
      Value("normal, quantile", -5.9978070150076865, Normal.quantile(1e-09)),
      Value("normal, quantile", -1.9599639845400538, Normal.quantile(0.025)),
      Value("normal, quantile", 0, Normal.quantile(0.5)),
      Value("normal, quantile", 0.8416212335729144, Normal.quantile(0.8)),
      Value("χ², upper tail", 0.050043521248705224, ChiSquared.upperTail(3.84, degreesOfFreedom: 1)),
      Value("χ², upper tail", 0.6547208460185769, ChiSquared.upperTail(0.2, degreesOfFreedom: 1)),
      Value("χ², upper tail", 0.005586546097302397, ChiSquared.upperTail(12.6, degreesOfFreedom: 3)),
      Value("χ², upper tail", 2.8406228986415315e-41, ChiSquared.upperTail(200.0, degreesOfFreedom: 5)),
      Value("Student, upper tail", 0.06966298427942157, Student.upperTail(2.0, degreesOfFreedom: 3.0)),
      Value("Student, quantile", 3.1824463052837078, Student.quantile(0.975, degreesOfFreedom: 3.0)),
      Value("Student, upper tail", 0.31369365229441754, Student.upperTail(0.5, degreesOfFreedom: 10.5)),
      Value("Student, quantile", 2.2138402929187873, Student.quantile(0.975, degreesOfFreedom: 10.5)),
      Value("Student, upper tail", 3.132911237850386e-09, Student.upperTail(8.0, degreesOfFreedom: 30.0)),
      Value("Student, quantile", 2.0422724563012378, Student.quantile(0.975, degreesOfFreedom: 30.0)),
      Value("studentised range, upper tail", 0.9999989841780139, StudentizedRange.upperTail(0.02, groups: 4)),
      Value("studentised range, upper tail", 0.7236736098317631, StudentizedRange.upperTail(0.5, groups: 2)),
      Value("studentised range, upper tail", 0.4795001221869535, StudentizedRange.upperTail(1.0, groups: 2)),
      Value("studentised range, upper tail", 0.051310906418189875, StudentizedRange.upperTail(3.3, groups: 3)),
      Value("studentised range, quantile", 2.771807648699356, StudentizedRange.quantile(0.95, groups: 2)),
      Value("studentised range, quantile", 4.030092053180576, StudentizedRange.quantile(0.95, groups: 6)),
    ]
  }

  static var intervals: [Value] {
    [
      (
        "Wilson", (0.26331361718848145, 0.35656634960848815),
        Wilson.interval(Proportion(successes: 81.0, trials: 263.0), confidence: 0.9)
      ),
      (
        "Wilson", (0.2552885198782743, 0.36620957698280016),
        Wilson.interval(Proportion(successes: 81.0, trials: 263.0), confidence: 0.95)
      ),
      (
        "Wilson", (0.22346252870657, 0.40769221070687606),
        Wilson.interval(Proportion(successes: 81.0, trials: 263.0), confidence: 0.999)
      ),
      (
        "Clopper–Pearson", (0.2610557460091119, 0.3581784955757842),
        ClopperPearson.interval(Proportion(successes: 81.0, trials: 263.0), confidence: 0.9)
      ),
      (
        "Clopper–Pearson", (0.2527367455852712, 0.3676219226013514),
        ClopperPearson.interval(Proportion(successes: 81.0, trials: 263.0), confidence: 0.95)
      ),
      (
        "Clopper–Pearson", (0.2190117043607048, 0.40813807057233364),
        ClopperPearson.interval(Proportion(successes: 81.0, trials: 263.0), confidence: 0.999)
      ),
      (
        "Koopman", (2.9395691922149942, 7.15222343486603),
        Koopman.interval(
          group: Proportion(successes: 36.0, trials: 40.0), reference: Proportion(successes: 16.0, trials: 80.0),
          confidence: 0.95)
      ),
      (
        "Koopman", (0.5967418805429968, 1.1175228879248638),
        Koopman.interval(
          group: Proportion(successes: 34.0, trials: 76.0), reference: Proportion(successes: 50.0, trials: 92.0),
          confidence: 0.95)
      ),
      (
        "Koopman", (0.4117343516986445, 1.242823002878496),
        Koopman.interval(
          group: Proportion(successes: 7.0, trials: 17.0), reference: Proportion(successes: 215.0, trials: 412.0),
          confidence: 0.95)
      ),
    ].flatMap { name, limits, found in
      [Value("\(name), lower", limits.0, found?.lower), Value("\(name), upper", limits.1, found?.upper)]
    }
  }
}
