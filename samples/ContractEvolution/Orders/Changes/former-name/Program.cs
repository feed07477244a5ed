using Orders;

await using Mesh mesh = Mesh.Create(args.Length > 0 ? args[0] : "./mesh", m => m
    .AddProduct<OrderLine>("sales/orders/lines", port => port.Version("1.0.0").Grant("finance", g => g.ToDomain("finance"))));
await mesh.RegisterAsync();
