namespace PolicyTests;

public static class AuditWindow
{
    public static readonly DateTimeOffset Begins = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Port(OutputPortBuilder<Customer> port) => port
        .Grant("audit of 2025", g => g.ToRole("auditor").For("audit")
            .From(Begins).Until(Begins.AddDays(14))
            .Mask(c => c.CreditLimit, Mask.None));
}
