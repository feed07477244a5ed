namespace PolicyTests;

public static class JoinKey
{
    private static readonly Mask Joinable = Mask.HashIn(MaskKeyScope.Named("customer"));

    public static void Customers(OutputPortBuilder<Customer> port) => port
        .Grant("analysis", g => g.ToDomain("analytics").Mask(c => c.Email, Joinable));

    public static void Orders(OutputPortBuilder<Order> port) => port
        .Grant("analysis", g => g.ToDomain("analytics").Mask(o => o.CustomerEmail, Joinable));
}
