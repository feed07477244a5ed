namespace PolicyTests;

public static class NinetyDays
{
    public static void Port(OutputPortBuilder<Customer> port) => port
        .Retain(TimeSpan.FromDays(90))
        .Grant("support", g => g.ToDomain("service").Mask(c => c.Name, Mask.None));
}
