namespace PolicyTests;

public static class ByAgreement
{
    public static void Port(OutputPortBuilder<Customer> port) => port
        .Offer("churn-analysis", o => o
            .Exclude(c => c.Phone)
            .Mask(c => c.Email, Mask.Hash)
            .MaximumTerm(TimeSpan.FromDays(90))
            .Obligation("Do not try to find out who somebody is."));
}
