package oracle

import (
	"fmt"
	"testing"
)

func TestLegsAndOwnVoyages(t *testing.T) {
	p, _ := judged(t, fishBook, shipped("").
		order("O-1", "ContainerAllocated", `"ts":5,"containerID":"C-2"`).
		order("O-1", "ContainerAllocated", `"ts":5,"containerID":"C-3"`).
		order("O-1", "ContainerDeallocated", `"ts":5,"containerID":"C-3"`). // the greater offset
		order("O-1", "VoyageAssigned", `"ts":6,"voyageID":"V-2","leg":2`).
		order("O-1", "VoyageAssigned", `"ts":7,"voyageID":"V-1","leg":"1e1"`).
		order("O-1", "VoyageUnassigned", `"ts":8,"voyageID":"anything","leg":10`).
		// Set earlier than the order's, and still the container's own.
		order("O-1", "VoyageAssigned", `"ts":3,"voyageID":"V-3","containerID":"C-2"`).
		order("O-1", "VoyageAssigned", `"ts":3,"voyageID":"V-4","leg":2,"containerID":"C-1"`).
		order("O-1", "VoyageUnassigned", `"ts":4,"voyageID":"V-4","leg":2,"containerID":"C-1"`))
	expect(t, p[0], map[string]string{
		"containers:containerID":           `[["C-1"],["C-2"]]`,
		"containers.0.legs:leg,voyageID":   `[[1,"V-1"],[2,"V-2"]]`,
		"containers.1.legs:leg,voyageID":   `[[1,"V-3"],[2,"V-2"]]`,
		"containers.0.legs.0.startBasis":   `"planned"`,
		"containers.1.legs:start,endBasis": `[[null,null],[null,null]]`,
		"facts.voyages":                    "1",
	})
}

func TestStatus(t *testing.T) {
	log := func(kinds ...string) *testLog {
		l := new(testLog)
		for _, k := range kinds {
			l.order("O-1", k[1:], `"time":`+k[:1])
		}
		return l
	}
	for _, c := range []struct {
		log             *testLog
		status, verdict string
	}{
		{log("1OrderCreated", "2OrderCancelled", "3OrderUpdated"), `"cancelled"`,
			`"not_applicable"`},
		{log("3OrderRejected", "2OrderCancelled"), `"rejected"`, `"not_applicable"`},
		{log("2OrderRejected", "2OrderDelivered"), `"delivered"`, `"pending"`},
		{log("2OrderUpdated"), `"open"`, `"pending"`},
		{log("2VoyageNotFound"), "absent", `"pending"`},
		{log("2OderCancelled"), `"cancelled"`, `"not_applicable"`},
	} {
		p, _ := judged(t, fishBook, c.log)
		expect(t, p[0], map[string]string{
			"status": c.status, "verdict": c.verdict, "phase": `"awaiting_container"`,
			"containers": "[]", "reasons": "[]",
		})
	}
}

func TestAttributesAreRegisters(t *testing.T) {
	p, _ := judged(t, fishBook, new(testLog).
		order("O-1", "OrderUpdated",
			`"ts":9,"customerID":"new","quantity":"1.0005","pickupAddress":{"a":[1.50,null]}`).
		order("O-1", "OrderCreated", `"ts":3,"customerID":"old","productID":"fish","quantity":7,`+
			`"pickupAddress":"x","pickupDate":"2019-02-30"`).
		order("O-1", "OrderUpdated", `"ts":9,"customerID":null,"destinationAddress":"y"`))
	expect(t, p[0], map[string]string{
		"customerID": `"new"`, "productID": `"fish"`, "quantity": "1.001", "schema": "2",
		"pickupAddress": `{"a":[1.50,null]}`, "destinationAddress": `"y"`,
		"pickupDate": `"2019-02-30"`, "expectedDeliveryDate": "absent", "truncated": "absent",
	})
}

func TestClaims(t *testing.T) {
	p, _ := judged(t, fishBook, new(testLog).
		order("O-1", "OrderSpoilt", `"ts":5,"containerID":"C-1","reason":"smells"`).
		order("O-1", "OrderSpoilt", `"ts":5,"containerID":"C-1","reason":"smells"`).
		order("O-1", "OrderSpoilt", `"ts":5,"containerID":"C-1","reason":""`).
		order("O-1", "OrderSpoilt", `"ts":5,"reason":"z"`).
		order("O-1", "OrderSpoilt", `"ts":5,"containerID":"C-1"`).
		order("O-1", "OrderSpoilt", `"ts":4`))
	const at = `"1970-01-01T00:00:05Z"`
	expect(t, p[0], map[string]string{
		"known": "false", "status": "absent", "facts.orders": "6", "claimCount": "5",
		"claims:type,time,containerID,reason": `[["OrderSpoilt","1970-01-01T00:00:04Z",null,null],` +
			`["OrderSpoilt",` + at + `,null,"z"],["OrderSpoilt",` + at + `,"C-1",null],` +
			`["OrderSpoilt",` + at + `,"C-1",""],["OrderSpoilt",` + at + `,"C-1","smells"]]`,
		"decisions": "[]", "decisionCount": "0",
	})
}

func TestDecisions(t *testing.T) {
	l := shipped("").reading("C-1", "00:00:00", `"temperature":4`).reading("C-1",
		"00:30:00", `"o2":4`)
	p, _ := judged(t, fishBook, l)
	digest, _ := p[0]["digest"].(string)
	if !digestForm.MatchString(digest) {
		t.Fatal(digest)
	}
	l.order("O-1", "QualityDecision", `"ts":9,"decision":"released","by":"B"`).
		order("O-1", "QualityDecision",
			`"ts":9,"decision":"released","by":"A","digest":"`+digest+`"`).
		order("O-1", "QualityDecision", `"ts":9,"decision":"released","by":"B","reason":"",`+
			`"reference":"R"`).
		order("O-1", "QualityDecision", `"ts":9,"decision":"released","by":"B"`).
		order("O-1", "QualityDecision", `"ts":8,"decision":"hold","by":"A","digest":"other"`)
	p, _ = judged(t, fishBook, l)
	expect(t, p[0], map[string]string{
		"digest": `"` + digest + `"`, // what is decided is no part of it
		"decisions:decision,by,reason,reference,current": `[["hold","A",null,null,false],` +
			`["released","B",null,null,null],["released","A",null,null,true],["released","B","","R",null]]`,
		"decisions.0.time": `"1970-01-01T00:00:08Z"`, "decisionCount": "4", "facts.orders": "8",
		"verdict": `"respected"`,
	})
}

func TestMostStatements(t *testing.T) {
	l := new(testLog)
	for i := range 52 {
		l.order("O-1", "OrderSpoilt", fmt.Sprintf(`"ts":9,"reason":"%02d"`, 51-i))
		l.order("O-1", "QualityDecision", fmt.Sprintf(`"ts":9,"decision":"hold","by":"%02d"`, 51-i))
	}
	p, _ := judged(t, fishBook, l)
	expect(t, p[0], map[string]string{
		"claimCount": "52", "claims.0.reason": `"02"`, "claims.49.reason": `"51"`,
		"decisionCount": "52", "decisions.0.by": `"49"`, "decisions.49.by": `"00"`,
	})
	if n := len(p[0]["claims"].([]any)); n != mostStatements {
		t.Error(n)
	}
}
