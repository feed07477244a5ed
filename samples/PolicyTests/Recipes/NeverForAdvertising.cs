namespace PolicyTests;

public static class NeverForAdvertising
{
    public static void Port(OutputPortBuilder<Customer> port) => port
        .Grant("staff", g => g.ToRole("employee"))
        .Offer("statistics")
        .Prohibit("not for advertising", p => p.ForDomain("advertising"));
}
