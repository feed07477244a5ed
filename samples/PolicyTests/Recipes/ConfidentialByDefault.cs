namespace PolicyTests;

public static class ConfidentialByDefault
{
    public static void Port(OutputPortBuilder<Customer> port) => port
        .Grant("planning", g => g.ToDomain("controlling").For("planning"));
}
