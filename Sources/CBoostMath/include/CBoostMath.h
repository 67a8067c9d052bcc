#pragma once

// Distribution functions of Boost.Math behind a C interface. None of them throws: an argument outside the domain gives
// a NaN, an overflow an infinity.

#ifdef __cplusplus
extern "C" {
#endif

/// P(Z <= x) of the standard normal distribution.
double boost_normal_cumulative(double x);
/// P(Z > x) of the standard normal distribution, accurate in the far tail.
double boost_normal_upper_tail(double x);
/// The x with P(Z <= x) = p.
double boost_normal_quantile(double p);

/// P(X > x) of the chi-squared distribution.
double boost_chi_squared_upper_tail(double x, double degrees_of_freedom);

/// The x with P(X <= x) = p of the beta distribution.
double boost_beta_quantile(double p, double a, double b);
/// The x with P(X > x) = q of the beta distribution.
double boost_beta_upper_quantile(double q, double a, double b);

/// P(T > x) of Student's t distribution.
double boost_student_upper_tail(double x, double degrees_of_freedom);
/// The x with P(T <= x) = p of Student's t distribution.
double boost_student_quantile(double p, double degrees_of_freedom);

/// P(X > x) of Fisher's F distribution.
double boost_fisher_f_upper_tail(double x, double numerator, double denominator);

/// P(X <= k) of the binomial distribution.
double boost_binomial_cumulative(double k, double trials, double p);
/// P(X > k) of the binomial distribution, accurate in the far tail.
double boost_binomial_upper_tail(double k, double trials, double p);

#ifdef __cplusplus
}
#endif
