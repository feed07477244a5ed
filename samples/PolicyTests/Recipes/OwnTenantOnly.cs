namespace PolicyTests;

public static class OwnTenantOnly
{
    public static void Port(OutputPortBuilder<Customer> port) => port
        .Grant("own tenant", g => g.ToRole("partner").Rows(c => c.Tenant == Policy.User("tenant")));
}
