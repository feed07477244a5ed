namespace PolicyTests;

public static class EndsOfTexts
{
    public static void Port(OutputPortBuilder<Customer> port) => port
        .Grant("call back", g => g.ToDomain("service")
            .Mask(c => c.Email, Mask.KeepFirst(2))
            .Mask(c => c.Phone, Mask.KeepLast(3)));
}
