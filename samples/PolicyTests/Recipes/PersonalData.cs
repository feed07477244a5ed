namespace PolicyTests;

public static class PersonalData
{
    public static void Port(OutputPortBuilder<Customer> port) => port
        .Grant("support", g => g.ToDomain("service").InRegion("eu")
            .Mask(c => c.Name, Mask.None).Mask(c => c.Email, Mask.None).Mask(c => c.Phone, Mask.None))
        .MaskColumns("personal data needs a clearance", Mask.Null, m => m
            .Categories(Category.Personal)
            .When(() => Policy.User("clearance") != "personal"));
}
