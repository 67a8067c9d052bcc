#include "CBoostMath.h"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace {

namespace policies = boost::math::policies;

using Quiet = policies::policy<
    policies::domain_error<policies::ignore_error>, policies::pole_error<policies::ignore_error>,
    policies::overflow_error<policies::ignore_error>, policies::underflow_error<policies::ignore_error>,
    policies::denorm_error<policies::ignore_error>, policies::rounding_error<policies::ignore_error>,
    policies::evaluation_error<policies::ignore_error>,
    policies::indeterminate_result_error<policies::ignore_error>>;

using Normal = boost::math::normal_distribution<double, Quiet>;
using ChiSquared = boost::math::chi_squared_distribution<double, Quiet>;
using FisherF = boost::math::fisher_f_distribution<double, Quiet>;
using Beta = boost::math::beta_distribution<double, Quiet>;
using Binomial = boost::math::binomial_distribution<double, Quiet>;
using Student = boost::math::students_t_distribution<double, Quiet>;

}  // namespace

double boost_normal_cumulative(double x) { return cdf(Normal(), x); }
double boost_normal_upper_tail(double x) { return cdf(complement(Normal(), x)); }
double boost_normal_quantile(double p) { return quantile(Normal(), p); }

double boost_chi_squared_upper_tail(double x, double degrees_of_freedom) {
  return cdf(complement(ChiSquared(degrees_of_freedom), x));
}

double boost_beta_quantile(double p, double a, double b) { return quantile(Beta(a, b), p); }
double boost_beta_upper_quantile(double q, double a, double b) { return quantile(complement(Beta(a, b), q)); }

double boost_student_upper_tail(double x, double degrees_of_freedom) {
  return cdf(complement(Student(degrees_of_freedom), x));
}
double boost_student_quantile(double p, double degrees_of_freedom) {
  return quantile(Student(degrees_of_freedom), p);
}

double boost_fisher_f_upper_tail(double x, double numerator, double denominator) {
  return cdf(complement(FisherF(numerator, denominator), x));
}

double boost_binomial_cumulative(double k, double trials, double p) { return cdf(Binomial(trials, p), k); }
double boost_binomial_upper_tail(double k, double trials, double p) { return cdf(complement(Binomial(trials, p), k)); }
