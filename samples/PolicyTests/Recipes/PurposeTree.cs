namespace PolicyTests;

public static class PurposeTree
{
    public static void Product(ProductBuilder product) => product
        .Purpose("security")
        .Purpose("fraud-detection", under: "security")
        .Purpose("payment-fraud", under: "fraud-detection");

    public static void Port(OutputPortBuilder<Customer> port) => port
        .Grant("fraud", g => g.ToDomain("risk").For("fraud-detection").Mask(c => c.Email, Mask.None));
}
